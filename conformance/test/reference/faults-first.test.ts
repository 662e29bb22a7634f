import { testFaults } from "../support/fault-matrix.ts";

testFaults(0, 3);

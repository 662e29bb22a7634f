import { testFaults } from "../support/fault-matrix.ts";

testFaults(1, 3);

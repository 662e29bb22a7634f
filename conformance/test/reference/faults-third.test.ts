import { testFaults } from "../support/fault-matrix.ts";

testFaults(2, 3);

import { testFaults } from "./fault-matrix.ts";

testFaults(2, 3);

import { testFaults } from "./fault-matrix.ts";

testFaults(1, 3);

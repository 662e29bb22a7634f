import { testFaults } from "./fault-matrix.ts";

testFaults(0, 3);

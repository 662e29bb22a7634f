import { defineConfig } from "sync2-protocol";

const endpoint: string = process.env.SERVER ?? "";
export default defineConfig({ endpoint, token: "reference-{account}", only: ["record.created"] });

import { judgeReference } from "/work/main/conformance/reference/faults/matrix.ts";
for (const rule of process.argv.slice(2)) {
  const r = await judgeReference(rule as any, null);
  console.log(rule, r.outcome, r.reason, r.durationMs, r.exchanges.length);
  if (process.env.SLOW) for (const e of r.exchanges.toSorted((a,b)=>b.durationMs-a.durationMs).slice(0,8)) console.log('   ', e.request.method, e.request.url.slice(30), e.response?.status, e.durationMs, e.request.body?.bytes);
}

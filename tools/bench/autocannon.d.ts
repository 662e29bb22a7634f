/** The part of autocannon that the benchmark uses: the package has no types. */
declare module "autocannon" {
  export interface Result {
    requests: { total: number };
    /** Seconds. */
    duration: number;
    non2xx: number;
    errors: number;
  }
  export default function autocannon(options: {
    url: string;
    method: string;
    headers: Record<string, string>;
    body?: string | undefined;
    connections: number;
    /** Seconds. */
    duration: number;
  }): Promise<Result>;
}

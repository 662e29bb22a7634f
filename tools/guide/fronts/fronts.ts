import type { FrontName } from "./chapter.ts";

/** Where a front works. */
export interface Place {
  /** A folder of its own. */
  folder: string;
  /** The file with the configuration of the chapter. */
  site: string;
  port: number;
}

/** How a front runs in the foreground with the configuration of the chapter. */
export interface Front {
  name: FrontName;
  /** Has to be installed. */
  command: string;
  /** What a distribution has around a site; null where the configuration of the chapter is a whole one. */
  around: ((place: Place) => string) | null;
  /** @param file the main configuration */
  args(file: string): string[];
}

const APACHE_MODULES = ["mpm_event", "authz_core", "headers", "proxy", "proxy_http", "socache_shmcb", "ssl"];
/** Apache serves nothing as root: who starts it as root names the user of the distribution. */
const APACHE_USER = process.getuid?.() === 0 ? "User www-data\nGroup www-data" : "";

/** Those that the outer ring of the tests runs. */
export const FRONTS: readonly Front[] = [
  {
    name: "nginx",
    command: "nginx",
    around: ({ folder, site }) => `
worker_processes 1;
daemon off;
master_process off;
pid ${folder}/pid;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${site};
}
`,
    args: (file) => ["-c", file, "-e", "stderr"],
  },
  {
    name: "HAProxy",
    command: "haproxy",
    around: null,
    args: (file) => ["-db", "-f", file],
  },
  {
    name: "Apache",
    command: "apache2",
    around: ({ folder, site, port }) => `
ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}
Mutex file:${folder} default
${APACHE_USER}
${APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Listen 127.0.0.1:${port}
Include ${site}
`,
    args: (file) => ["-D", "FOREGROUND", "-f", file],
  },
];

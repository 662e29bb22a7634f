// Lists the fronts that tests run, with the command and main configuration of each.
import type { FrontName } from "./reverse-proxy-chapter.ts";

/** Folder, file and port of a running front. */
export interface FrontFiles {
  /** A folder that only this front uses. */
  folder: string;
  /** The file with the configuration of the chapter. */
  site: string;
  port: number;
}

/** A front, and how to run it in the foreground with the configuration of the chapter. */
export interface Front {
  name: FrontName;
  /** The program, which has to be installed. */
  command: string;
  /** Makes the main configuration, which includes that of the chapter; null if that of the chapter is complete. */
  mainConfiguration: ((files: FrontFiles) => string) | null;
  /** Arguments of the command; `file` is the main configuration. */
  args(file: string): string[];
}

const APACHE_MODULES = ["mpm_event", "authz_core", "headers", "proxy", "proxy_http", "socache_shmcb", "ssl"];
/** Apache refuses to serve as root, so a start as root names the user of the distribution. */
const APACHE_USER = process.getuid?.() === 0 ? "User www-data\nGroup www-data" : "";

/** The fronts that the outer ring of tests runs. */
export const FRONTS: readonly Front[] = [
  {
    name: "nginx",
    command: "nginx",
    mainConfiguration: ({ folder, site }) => `
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
    mainConfiguration: null,
    args: (file) => ["-db", "-f", file],
  },
  {
    name: "Apache",
    command: "apache2",
    mainConfiguration: ({ folder, site, port }) => `
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

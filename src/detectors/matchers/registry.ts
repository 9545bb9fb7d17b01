import { key, password } from "./assignment.ts";
import { card } from "./card.ts";
import { clientFlag, pgpass, pipedPassword, sqlPassword } from "./command-line.ts";
import { connectionString } from "./connection-string.ts";
import { cookie } from "./cookie.ts";
import { httpAuth } from "./http-auth.ts";
import { iban } from "./iban.ts";
import { jwk } from "./jwk.ts";
import { jwt } from "./jwt.ts";
import { kubeSecret } from "./kube-secret.ts";
import { loginCall } from "./login-call.ts";
import type { Matcher } from "./matcher.ts";
import { netrc } from "./netrc.ts";
import { privateKey } from "./private-key.ts";
import { privateKeyTail } from "./private-key-tail.ts";
import { ssn } from "./ssn.ts";
import { urlPassword } from "./url-password.ts";

/** Matchers by the name that rules use in `matcher`. */
export const MATCHERS: Readonly<Record<string, Matcher>> = {
  "assignment-password": password,
  "assignment-key": key,
  card,
  "client-flag": clientFlag,
  "connection-string": connectionString,
  cookie,
  "http-auth": httpAuth,
  iban,
  jwk,
  jwt,
  "kube-secret": kubeSecret,
  "login-call": loginCall,
  netrc,
  pgpass,
  "piped-password": pipedPassword,
  "private-key": privateKey,
  "private-key-tail": privateKeyTail,
  "sql-password": sqlPassword,
  ssn,
  "url-password": urlPassword,
};

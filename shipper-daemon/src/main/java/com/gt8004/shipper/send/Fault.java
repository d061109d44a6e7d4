package com.gt8004.shipper.send;

/** What is wrong between this shipper and its URL when no entry is to blame. */
public enum Fault {
  /** 401: the key is missing, unknown or revoked there. */
  UNAUTHORIZED,
  /** 404, 405 or a redirect: there is no ingest at this address. */
  WRONG_URL,
  /** The server's certificate does not prove what the URL says. */
  BAD_CERTIFICATE,
  /** Something answers 2xx that is no ingest endpoint: a proxy, a login page, another service. */
  NOT_INGEST
}

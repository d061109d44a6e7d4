package com.gt8004.shipper.send;

/**
 * One entry that the server refused for its content.
 *
 * @param index place in the request, from 0
 * @param error the server's words
 */
public record Rejection(int index, String error) {
  /** True for an entry that is older than what the server keeps: refused for its age, not its content. */
  public boolean expired() {
    return error.equals("expired") || error.startsWith("expired: ");
  }
}

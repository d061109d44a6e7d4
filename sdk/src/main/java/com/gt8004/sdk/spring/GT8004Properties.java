package com.gt8004.sdk.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings {@code gt8004.*}. What the logger knows is left to it to read, as text: a value that
 * cannot be read must not keep the application from starting.
 *
 * @param enabled whether anything is captured; default true
 * @param agentId whose requests these are; required, {@code GT8004_AGENT_ID} serves too
 * @param queueRoot the folder of queues
 * @param durability {@code interval}, {@code page_cache} or {@code sync}
 * @param overflow {@code drop_newest}, {@code block} or {@code drop_oldest}
 * @param overflowBlock how long {@code block} waits, such as {@code 100ms}
 * @param queueBytesMax what the queue may take on the disk, such as {@code 10GiB}
 * @param diskFreeMin what must stay free on the disk, such as {@code 512MiB}
 * @param allowFileSystem file systems to append to although they keep no promise
 * @param excludePaths paths that are not logged besides health checks; a {@code *} at the end means all
 *     that begin so
 * @param customerClaim claim of a bearer token that names the customer; empty: tokens are not looked at
 * @param trustedProxies addresses or CIDR blocks whose forwarding headers are believed
 */
@ConfigurationProperties("gt8004")
record GT8004Properties(
    @Nullable String enabled,
    @Nullable String agentId,
    @Nullable String queueRoot,
    @Nullable String durability,
    @Nullable String overflow,
    @Nullable String overflowBlock,
    @Nullable String queueBytesMax,
    @Nullable String diskFreeMin,
    @Nullable List<String> allowFileSystem,
    @Nullable List<String> excludePaths,
    @Nullable String customerClaim,
    @Nullable List<String> trustedProxies) {
  /** What is not captured. */
  List<String> excluded() {
    return excludePaths == null ? List.of() : excludePaths;
  }

  /** Null where tokens are not looked at. */
  @Nullable
  String claim() {
    String claim = customerClaim == null ? "sub" : customerClaim.strip();
    return claim.isEmpty() ? null : claim;
  }

  /** Whose forwarding headers are believed. */
  List<String> proxies() {
    return trustedProxies == null ? List.of() : trustedProxies;
  }
}

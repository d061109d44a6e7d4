package com.gt8004.sdk.exchange;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as its server sees it when it arrives.
 *
 * @param method such as {@code POST}
 * @param path without its query
 * @param pathInApplication the same without the context that the application is mounted at; compared
 *     with excluded paths
 * @param header looks up a header in any case, all its values joined by commas, null where it is absent;
 *     only asked while the request arrives
 * @param connectedAddress of whoever is connected; null where that is not known
 */
public record Arrival(
    String method,
    String path,
    String pathInApplication,
    Function<String, @Nullable String> header,
    @Nullable String connectedAddress) {}

/**
 * The call that an application embeds: build a {@link com.gt8004.sdk.GT8004Logger}, give it {@link
 * com.gt8004.sdk.RequestLogEntry entries}. Appends go to a queue on the local disk and nowhere else;
 * a shipper in another process sends them. Knows nothing of networks, services or keys.
 */
@NullMarked
package com.gt8004.sdk;

import org.jspecify.annotations.NullMarked;

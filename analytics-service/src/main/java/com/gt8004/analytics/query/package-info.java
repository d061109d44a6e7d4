/**
 * Questions about what was stored, for those who may ask: each is a class that turns parameters into
 * questions to the store and their answers into JSON. {@link com.gt8004.analytics.query.Questions} lists
 * them. Knows nothing of ingest, nor how somebody proves who they are.
 */
@NullMarked
package com.gt8004.analytics.query;

import org.jspecify.annotations.NullMarked;

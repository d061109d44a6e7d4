/** Unpacks the archive that was just built and uses it as somebody who has nothing else. */
@NullMarked
package com.gt8004.dist;

import org.jspecify.annotations.NullMarked;

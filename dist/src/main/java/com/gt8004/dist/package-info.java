/** Writes what the archive holds besides programs. Runs while the archive is built and is not in it. */
@NullMarked
package com.gt8004.dist;

import org.jspecify.annotations.NullMarked;

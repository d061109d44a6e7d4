/**
 * Programs of ours as child processes, each from its own executable jar: where the jars are, which
 * Java runs them, how signals and exit codes pass. Knows nothing of what the programs do.
 */
@NullMarked
package com.gt8004.cli.child;

import org.jspecify.annotations.NullMarked;

/**
 * The demo: analytics service, shipper and a sample agent as processes of their own, real HTTP load, on
 * request chaos, and at the end a count from the table itself. The load client numbers its requests;
 * what is missing, twice or altered is told by that number and not by anything the product says of
 * itself. Knows the programs by their command lines only.
 */
@NullMarked
package com.gt8004.cli.demo;

import org.jspecify.annotations.NullMarked;

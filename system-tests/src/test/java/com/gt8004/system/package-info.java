/**
 * The whole product as its users start it: the executable jars as processes of their own, a real
 * database, real files. Nothing of the product is called in this JVM but where a test says so.
 */
package com.gt8004.system;

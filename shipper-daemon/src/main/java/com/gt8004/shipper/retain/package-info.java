/**
 * What nobody needs any more, and how it goes: settled cycle files, ended journals, what a crash left
 * half born or half removed; and how full a queue is. Knows folders, locks and sequences; knows nothing
 * of sending, and decides nothing by itself.
 */
@NullMarked
package com.gt8004.shipper.retain;

import org.jspecify.annotations.NullMarked;

package com.gt8004.shipper.retain;

import java.time.Duration;

/**
 * How long settled entries stay for a replay. Whichever limit is met first counts.
 *
 * @param age since they were settled; 0 keeps none longer than it must
 * @param bytes of all settled cycle files of a queue
 * @param journalsMax finished and settled journals of a queue
 */
public record RetentionRules(Duration age, long bytes, int journalsMax) {}

package com.gt8004.shipper.replay;

import com.gt8004.sdk.queue.JournalDirectory;
import com.gt8004.sdk.queue.SequenceRange;

/** A run of settled entries of one journal. */
public record Segment(JournalDirectory journal, SequenceRange range) {}

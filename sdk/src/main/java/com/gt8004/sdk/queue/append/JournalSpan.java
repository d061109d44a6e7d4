package com.gt8004.sdk.queue.append;

import com.gt8004.sdk.queue.JournalDirectory;

/** What a logger appended to one journal: the sequences from 0 up to, not including, {@code end}. */
public record JournalSpan(JournalDirectory journal, long end) {}

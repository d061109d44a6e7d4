package com.gt8004.cli.audit;

import com.gt8004.sdk.queue.SequenceRange;
import com.gt8004.sdk.queue.SequenceSet;
import com.gt8004.shipper.QueueAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One journal's account beside the service's answer.
 *
 * @param stored delivered and there
 * @param expired delivered, and past the service's retention
 * @param missing delivered and not there, but on disk still
 * @param gone delivered and not there, and not on disk either: these cannot be sent again
 * @param expiredBefore the oldest day that the service keeps; null while it keeps all
 */
public record JournalAudit(
    QueueAccount.Journal account,
    SequenceSet stored,
    SequenceSet expired,
    SequenceSet missing,
    SequenceSet gone,
    @Nullable String expiredBefore) {

  /** Asks the service, unless nothing was delivered. */
  public static JournalAudit of(QueueAccount.Journal account, StoredSequences service)
      throws InterruptedException {
    List<SequenceRange> delivered = account.delivered().all();
    if (delivered.isEmpty()) {
      SequenceSet none = new SequenceSet();
      return new JournalAudit(account, none, none, none, none, null);
    }
    SequenceRange asked = new SequenceRange(
        delivered.get(0).first(), delivered.get(delivered.size() - 1).last());
    return compare(account, service.of(account.id(), asked));
  }

  static JournalAudit compare(QueueAccount.Journal account, StoredSequences.Answer answer) {
    SequenceSet stored = account.delivered().and(answer.stored());
    SequenceSet expired = account.delivered().without(stored).and(answer.expired());
    SequenceSet absent = account.delivered().without(stored).without(expired);
    SequenceSet missing = account.removed() ? new SequenceSet() : retained(absent, account);
    return new JournalAudit(
        account, stored, expired, missing, absent.without(missing), answer.expiredBefore());
  }

  private static SequenceSet retained(SequenceSet absent, QueueAccount.Journal account) {
    SequenceSet onDisk = SequenceSet.of(absent.all());
    if (account.retained() > 0) {
      onDisk.remove(new SequenceRange(0, account.retained() - 1));
    }
    return onDisk;
  }

  /** Entries that should be there and are not. */
  public long absent() {
    return missing.count() + gone.count();
  }
}

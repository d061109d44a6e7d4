package com.gt8004.shipper;

import com.gt8004.shipper.disk.DiskFault;
import java.util.EnumSet;
import java.util.Set;

/** A bug that the model puts into the shipper, to see that it would be found. */
enum ModelFault {
  NONE(null),
  /** A batch is settled as soon as it went out. */
  ACKNOWLEDGED_EARLY(null),
  /** An answer settles everything before it, too. */
  ADVANCED_OVER_A_GAP(null),
  /** A cycle file goes as soon as memory says that it is settled. */
  DELETED_BEFORE_CHECKPOINT(null),
  CHECKPOINT_NOT_FORCED(DiskFault.CHECKPOINT_NOT_FORCED),
  LETTER_NOT_FORCED(DiskFault.LETTER_NOT_FORCED),
  LEDGER_NOT_FORCED(DiskFault.LEDGER_NOT_FORCED),
  LETTER_AFTER_CHECKPOINT(DiskFault.LETTER_AFTER_CHECKPOINT);

  private final DiskFault onDisk;

  ModelFault(DiskFault onDisk) {
    this.onDisk = onDisk;
  }

  Set<DiskFault> onDisk() {
    return onDisk == null ? EnumSet.noneOf(DiskFault.class) : EnumSet.of(onDisk);
  }
}

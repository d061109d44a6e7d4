package com.gt8004.analytics.query;

import com.gt8004.analytics.http.Reply;

/** One kind of question. Called by many threads at once; may block. */
@FunctionalInterface
interface Question {
  /** The answer for somebody who may have it. */
  Reply answer(Asked asked) throws BadQuestion;
}

package com.gt8004.sdk.servlet;

import com.gt8004.sdk.capture.BodyTypes;
import com.gt8004.sdk.capture.Sampling;

/** What of a request is kept, and whether it is. Immutable. */
record CaptureRules(BodyTypes requestBodies, BodyTypes responseBodies, Sampling sampling) {}

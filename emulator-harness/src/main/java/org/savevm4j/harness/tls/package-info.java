// SPDX-License-Identifier: Apache-2.0
/**
 * TLS 1.3 over a link, with certificates on both sides.
 *
 * <p>{@link org.savevm4j.harness.tls.TlsCredentials} are read from a folder of PEM files, and put
 * TLS around a {@link org.savevm4j.harness.transport.Link}. The JDK's engine makes and takes the
 * records; {@code TlsLink} drives it, {@code PeerCheck} says who is refused and why, and {@code
 * TlsWords} puts that into a line. Nothing here starts a thread but a close, for as long as its
 * last record takes, at most a second.
 */
package org.savevm4j.harness.tls;

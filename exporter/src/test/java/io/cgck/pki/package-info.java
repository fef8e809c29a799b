/** Certificates and keys for tests, as people make them: by openssl. */
package io.cgck.pki;

/** The daemon as the command line sees it: where it listens, and its operator API over a lean HTTP/1.1 client. */
package dev.perch.cli.http;

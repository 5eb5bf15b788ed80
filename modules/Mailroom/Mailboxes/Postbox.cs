using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>A mailbox of an office on a mail server, from which its e-mail is taken.</summary>
internal sealed class Postbox : IOfficeOwned, ILedgered, IVersioned
{
    public required Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    /// <summary>The address that people write to.</summary>
    public required string Address { get; set; }

    public required string Host { get; set; }

    public required int Port { get; set; }

    /// <summary><c>tls</c>, <c>starttls</c> or <c>none</c>.</summary>
    public required string Security { get; set; }

    public required string UserName { get; set; }

    /// <summary>Protected by the keys of the installation; never shown.</summary>
    public required string Password { get; set; }

    public required string Folder { get; set; }

    /// <summary>Where messages are moved once they are taken; null leaves them where they are, marked as read.</summary>
    public required string? DoneFolder { get; set; }

    /// <summary>PEM of a certificate to trust besides those of the system.</summary>
    public required string? Certificate { get; set; }

    public required bool Active { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    // How it does is noted past the ledger, which keeps what people set.
    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>When it was last read to the end.</summary>
    public DateTimeOffset? ReachedAt { get; private set; }

    /// <summary>What was wrong at the last try, in words of the server.</summary>
    public string? Error { get; private set; }

    public ImapAddress Server => new(Host, Port, Security, Certificate);
}

internal enum FetchedState
{
    /// <summary>Something went wrong; it is tried again.</summary>
    Failing,

    /// <summary>It is a message of the office now.</summary>
    Taken,

    /// <summary>The same bytes had come before.</summary>
    Repeated,

    /// <summary>A report of a mail server on what the office had sent.</summary>
    Report,
}

/// <summary>What lay in a mailbox under one number, and what became of it; one row for every message that the server ever offered.</summary>
internal sealed class FetchedMail : IOfficeOwned
{
    /// <summary>After so many failures it is taken unread, for a person to look at.</summary>
    public const int MostAttempts = 5;

    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    public required Guid Office { get; set; }

    public required Guid Postbox { get; init; }

    public required long UidValidity { get; init; }

    public required long Uid { get; init; }

    public FetchedState State { get; private set; }

    /// <summary><c>sha256:…</c> of the whole message.</summary>
    public string? Hash { get; set; }

    public Guid? Message { get; private set; }

    /// <summary>Of the message, for the answer to it.</summary>
    public string? MessageId { get; set; }

    /// <summary>Why nobody is answered, such as <c>auto-submitted</c>; null when a person wrote.</summary>
    public string? Unanswerable { get; set; }

    /// <summary>Codes of what its reader found odd, separated by spaces.</summary>
    public string? Oddities { get; set; }

    public int Attempts { get; private set; }

    public string? Error { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>When it was put away on the server.</summary>
    public DateTimeOffset? PutAwayAt { get; set; }

    public void Take(string hash, Guid message, bool first, DateTimeOffset at) =>
        (State, Hash, Message, Error, TakenAt) = (first ? FetchedState.Taken : FetchedState.Repeated, hash, message, null, at);

    public void Report(string hash, DateTimeOffset at) => (State, Hash, Error, TakenAt) = (FetchedState.Report, hash, null, at);

    public void Fail(string error, DateTimeOffset at) => (State, Error, NextTry, Attempts) = (FetchedState.Failing, error.Length > 500 ? error[..500] : error, at + Pauses[Math.Min(Attempts, Pauses.Length - 1)], Attempts + 1);
}

using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

/// <summary>Where a message is on its way in; each is in exactly one of them.</summary>
internal enum IncomingState
{
    /// <summary>Kept as it came; nobody has looked at it yet.</summary>
    Stored,

    /// <summary>Its parts are looked at; found so after a fall, the look is begun anew.</summary>
    Checking,

    /// <summary>Sound; who is competent is being found.</summary>
    WaitingForSort,

    /// <summary>The records were asked to register it.</summary>
    Ordered,
    Registered,

    /// <summary>The sender was told in words what to do.</summary>
    Returned,

    /// <summary>A person has to decide; it holds up nobody else.</summary>
    SetAside,

    /// <summary>The same as another message, as a person found.</summary>
    Duplicate,
}

/// <summary>Something that came to the office, kept as it came.</summary>
internal sealed class IncomingMessage : IOfficeOwned, ILedgered, IVersioned
{
    /// <summary>Tries of one step before a person has to look.</summary>
    private const int MostAttempts = 5;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    public required Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    /// <summary><c>data-box</c>, <c>e-mail</c>, <c>portal</c>, <c>paper</c>, <c>media</c>, <c>counter</c> or <c>directory</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>What the channel calls it; unique in its office and channel.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The data box or postbox it came from.</summary>
    public string? Box { get; init; }

    public string? SenderName { get; set; }

    /// <summary>Postal.</summary>
    public string? SenderAddress { get; set; }

    public string? Email { get; set; }

    public string? Subject { get; set; }

    public string? Text { get; set; }

    public string? SenderNumber { get; init; }

    public string? SenderFileMark { get; init; }

    /// <summary>When it reached the office by its channel: the moment of the law.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>When it was stored here.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The whole of it as it came; null where nothing is around its parts, or once it was destroyed.</summary>
    public FiledPart? Original { get; set; }

    public required string TrackingCode { get; init; }

    public IncomingState State { get; private set; }

    /// <summary>Code of why it was returned or set aside: <c>mailroom.reason.*</c>.</summary>
    public string? Reason { get; private set; }

    /// <summary>What a person wrote, or the fault of a failed step.</summary>
    public string? Said { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    /// <summary>Agenda code by which the competent unit is found; null = the filing room's.</summary>
    public string? Agenda { get; set; }

    public string? FilingMark { get; set; }

    public string? DeadlineRule { get; set; }

    public Guid? Document { get; private set; }

    public string? ReferenceNumber { get; private set; }

    public DateTimeOffset? RegisteredAt { get; private set; }

    /// <summary>When the records finished with it.</summary>
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>When its way in ended here.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The message it repeats.</summary>
    public Guid? SameAs { get; private set; }

    public bool IsOnWay => State is IncomingState.Stored or IncomingState.Checking or IncomingState.WaitingForSort or IncomingState.Ordered;

    /// <summary>Who sent it, as far as the channel knows; never without a name.</summary>
    public Filer Sender => new(SenderName ?? Email ?? Box ?? "?", SenderAddress, Email, null, null) { Box = Channel == "data-box" ? Box : null };

    /// <summary>A step begins; it counts as a try even if the program falls in it.</summary>
    public void Begin(DateTimeOffset now) => (State, Attempts, NextTry) = (IncomingState.Checking, Attempts + 1, now + Pauses[Math.Min(Attempts, Pauses.Length - 1)]);

    /// <summary>Something outside is not there, such as a scanner; it waits and that is nobody's fault.</summary>
    public void Wait(string said, DateTimeOffset until) => (State, Attempts, Said, NextTry) = (IncomingState.Stored, 0, said, until);

    /// <summary>A step failed; the last of several tries sets it aside.</summary>
    public void Fail(string said, DateTimeOffset now)
    {
        Said = said;
        // The look counts its tries when it begins.
        if (State == IncomingState.WaitingForSort) (Attempts, NextTry) = (Attempts + 1, now + Pauses[Math.Min(Attempts, Pauses.Length - 1)]);
        if (Attempts >= MostAttempts) SetAside("failed", said, now);
    }

    /// <summary>It fell with the program in each of its tries.</summary>
    public bool IsPoison => State == IncomingState.Checking && Attempts >= MostAttempts;

    public void Pass(DateTimeOffset now) => (State, Attempts, Said, Reason, NextTry) = (IncomingState.WaitingForSort, 0, null, null, now);

    public void Order() => (State, Attempts, Said) = (IncomingState.Ordered, 0, null);

    public void Register(Guid document, string referenceNumber, DateTimeOffset at) =>
        (State, Document, ReferenceNumber, RegisteredAt, EndedAt, Reason) = (IncomingState.Registered, document, referenceNumber, at, at, null);

    public void SetAside(string reason, string? said, DateTimeOffset now) => (State, Reason, Said, EndedAt) = (IncomingState.SetAside, reason, said, now);

    public void Return(string reason, string? said, DateTimeOffset now) => (State, Reason, Said, EndedAt) = (IncomingState.Returned, reason, said, now);

    public void Repeat(Guid other, DateTimeOffset now) => (State, SameAs, Reason, EndedAt) = (IncomingState.Duplicate, other, null, now);

    /// <summary>From the beginning again, at once.</summary>
    public void TryAgain(DateTimeOffset now) => (State, Attempts, Reason, Said, EndedAt, NextTry) = (IncomingState.Stored, 0, null, null, null, now);

    /// <summary>A person takes it as it is, whatever the checks found.</summary>
    public void TakeAsItIs(string why, DateTimeOffset now)
    {
        Pass(now);
        (Said, EndedAt) = (why, null);
    }
}

/// <summary>One file of a message.</summary>
internal sealed class IncomingPart : IOfficeOwned
{
    public required Guid Office { get; set; }

    public required Guid Message { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    /// <summary><c>sha256:…</c></summary>
    public required string Blob { get; init; }

    public required string Name { get; init; }

    /// <summary>As the sender declared it, until the content says otherwise.</summary>
    public required string MimeType { get; set; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>main</c>, <c>enclosure</c>, <c>text</c> or <c>proof</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Stays in the original only: a picture of a signature block, a wrapper.</summary>
    public required bool Hidden { get; init; }

    /// <summary>Code of the format by its content; null until it was looked at.</summary>
    public string? Format { get; set; }

    /// <summary>What the check found: <c>sound</c> or a code of <c>mailroom.finding.*</c>.</summary>
    public string? Finding { get; set; }

    /// <summary>Where inside the part it was found, as <c>smlouvy.zip/priloha.docm</c>.</summary>
    public string? Place { get; set; }

    public DateTimeOffset? CheckedAt { get; set; }

    public FiledPart Part => new(Blob, Name, MimeType, Size);
}

/// <summary>A signature, seal or stamp of a message and what was found of it.</summary>
internal sealed class IncomingMark : IOfficeOwned
{
    public required Guid Office { get; set; }

    public required Guid Message { get; init; }

    public required int Ordinal { get; init; }

    public required SecurityMark Mark { get; init; }
}

/// <summary>The way of something that came by the portal or over the counter; it is kept elsewhere.</summary>
internal sealed class OtherArrival : IOfficeOwned
{
    public required Guid Office { get; set; }

    public required Guid Id { get; init; }

    public required string Channel { get; init; }

    public string? SenderName { get; set; }

    public string? Subject { get; set; }

    public required DateTimeOffset ArrivedAt { get; init; }

    public Guid? Document { get; set; }

    public string? ReferenceNumber { get; set; }

    public DateTimeOffset? RegisteredAt { get; set; }

    public DateTimeOffset? SettledAt { get; set; }
}

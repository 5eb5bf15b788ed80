using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Mailroom;

internal enum BoxLetterState
{
    Written,

    /// <summary>On the line just now; whoever finds it so after a fall does not know whether it arrived.</summary>
    Sending,

    /// <summary>It may have been accepted; the sent ones are searched before it is sent again.</summary>
    Doubtful,

    Sent,
    Delivered,

    /// <summary>Refused, or it cannot be delivered; people decide what next.</summary>
    Failed,
}

/// <summary>A letter on its way into somebody's data box.</summary>
internal sealed class BoxLetter : IOfficeOwned, ILedgered
{
    /// <summary>A message whose answer was lost may still be worked on there; it is missing for good only after this time.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(15);

    /// <summary>dmSenderRefNumber, dmSenderIdent and their likes.</summary>
    private const int LongestMark = 50;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    public Guid Office { get; set; }

    /// <summary>The letter's id.</summary>
    public required Guid Id { get; init; }

    public required Guid Document { get; init; }

    public required Guid Origin { get; init; }

    public required string Recipient { get; init; }

    /// <summary>dmAnnotation, at most 255 characters.</summary>
    public required string Matter { get; init; }

    /// <summary>Our reference number (dmSenderRefNumber), by which a lost message is found again.</summary>
    public required string SenderNumber { get; init; }

    public string? SenderFileMark { get; init; }

    public string? RecipientNumber { get; init; }

    public string? RecipientFileMark { get; init; }

    public required bool PersonalDelivery { get; init; }

    /// <summary>Empty once the document went in a disposal procedure.</summary>
    public required IReadOnlyList<FiledPart> Content { get; set; }

    public BoxLetterState State { get; private set; }

    /// <summary>The box of ours that it goes from.</summary>
    public Guid? Box { get; private set; }

    /// <summary>The id of the data message (dmID).</summary>
    public string? Number { get; private set; }

    /// <summary>Files of a big message that are uploaded already: hash of the bytes → what the system calls them.</summary>
    public Dictionary<string, BoxUpload> Uploads { get; set; } = [];

    public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>When it was last put on the line.</summary>
    public DateTimeOffset? SendingAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it was laid into the box (dodání).</summary>
    public DateTimeOffset? LaidAt { get; set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>Delivered by § 17 (4) of act 300/2008: nobody signed in for ten days.</summary>
    public bool ByFiction { get; private set; }

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When its delivery was last asked for by itself.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>The signed delivery information.</summary>
    public FiledPart? Proof { get; private set; }

    public int Attempts { get; private set; }

    public required DateTimeOffset NextTry { get; set; }

    public string? Error { get; private set; }

    /// <summary>A letter as it is ordered; what an envelope has no room for is cut.</summary>
    public static BoxLetter Of(LetterOrdered order, DateTimeOffset now) => new()
    {
        Office = order.Office,
        Id = order.Letter,
        Document = order.Document,
        Origin = order.Origin,
        Recipient = order.Box ?? throw new InvalidOperationException($"Letter {order.Letter} has no data box."),
        Matter = Cut(order.Matter, 255)!,
        SenderNumber = Cut(order.SenderNumber ?? order.ReferenceNumber, LongestMark)!,
        SenderFileMark = Cut(order.SenderFileMark, LongestMark),
        RecipientNumber = Cut(order.RecipientNumber, LongestMark),
        RecipientFileMark = Cut(order.RecipientFileMark, LongestMark),
        PersonalDelivery = order.PersonalDelivery,
        Content = order.Content,
        OrderedAt = now,
        NextTry = now,
    };

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    public void Send(Guid box, DateTimeOffset now) => (State, Box, SendingAt) = (BoxLetterState.Sending, box, now);

    public void Doubt(string reason, DateTimeOffset now)
    {
        State = BoxLetterState.Doubtful;
        Wait(reason, now);
    }

    /// <summary>It surely did not arrive.</summary>
    public void GoBack(string reason, DateTimeOffset now)
    {
        State = BoxLetterState.Written;
        Wait(reason, now);
    }

    /// <summary>The clock was set back since: the waiting begins again.</summary>
    public void WaitAnew(DateTimeOffset now) => SendingAt = SendingAt > now ? now : SendingAt;

    /// <summary>Searched for among the sent ones, it is not there, and nobody works on it any more.</summary>
    public void NeverArrived() => State = BoxLetterState.Written;

    public void Wait(string reason, DateTimeOffset now) => (Error, NextTry) = (reason, now + Pauses[Math.Min(Attempts++, Pauses.Length - 1)]);

    public void Accept(string number, DateTimeOffset at) => (State, Number, SentAt, Attempts, Error) = (BoxLetterState.Sent, number, at, 0, null);

    public void Deliver(DateTimeOffset at, bool byFiction, FiledPart proof) => (State, DeliveredAt, ByFiction, Proof, Error) = (BoxLetterState.Delivered, at, byFiction, proof, null);

    /// <summary>A step of its way, for those who wait for it.</summary>
    public LetterMoved Moved(string state, DateTimeOffset at) => new(Id, Document, Origin, Office, "data-box", state, at, null) { Number = Number };

    public void Fail(string reason) => (State, Error) = (BoxLetterState.Failed, reason.Length > 500 ? reason[..500] : reason);

    /// <summary>The document went in a disposal procedure; that it was sent stays known.</summary>
    public void Erase() => (Content, Proof) = ([], null);

    /// <summary>People want it out now, whatever was said of it; what was uploaded may be gone there.</summary>
    public void TryAgain(DateTimeOffset now)
    {
        if (State == BoxLetterState.Failed) (State, Number, SentAt, LaidAt, AskedAt, Uploads) = (BoxLetterState.Written, null, null, null, null, []);
        (Attempts, NextTry) = (0, now);
    }
}

/// <summary>A file of a big message that lies in the state's system already (dmAttID, dmAttHash1, dmAttHash2).</summary>
internal sealed record BoxUpload(string Id, string Hash1, string Algorithm1, string Hash2, string Algorithm2);

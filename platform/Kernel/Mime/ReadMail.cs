namespace Virtuos.Kernel.Mime;

public enum MailPieceKind
{
    /// <summary>What the sender wrote.</summary>
    Text,

    /// <summary>The same as a page, or instead of it.</summary>
    Html,
    File,

    /// <summary>An enclosed message, whole; what is in it follows as pieces of its own.</summary>
    Message,

    /// <summary>A detached signature.</summary>
    Signature,

    /// <summary>A machine's report, such as one on delivery.</summary>
    Report,

    /// <summary>Bytes beside the parts: before the first boundary or behind the last.</summary>
    Aside,
}

/// <summary>One readable thing in a message.</summary>
/// <param name="Place">As IMAP counts, "2.1"; what was packed in part 2 begins with "2/".</param>
/// <param name="Names">Every name that some program shows, the likeliest first; never empty.</param>
/// <param name="Hidden">Only some programs show it.</param>
/// <param name="Oddities">Codes of what is wrong with it.</param>
/// <param name="Open">Reads its bytes, decoded; pieces share one source, so one is read at a time.</param>
public sealed record MailPiece(string Place, MailPieceKind Kind, IReadOnlyList<string> Names, string MimeType, string? Charset, bool Hidden, IReadOnlySet<string> Oddities, Func<Stream> Open)
{
    public string Name => Names[0];

    /// <summary>A page of the message shows it within itself.</summary>
    public bool OfPage { get; init; }

    internal bool Flowed { get; init; }

    internal bool DeleteSpace { get; init; }
}

/// <summary>A signature of S/MIME and what it signs.</summary>
/// <param name="Content">The signed bytes as they were when signed; null when they are within the signature.</param>
public sealed record MailSignature(string Place, Func<Stream> Signature, Func<Stream>? Content);

/// <summary>A message that was read; dispose of it when its pieces are no longer needed.</summary>
public sealed class ReadMail : IDisposable
{
    private readonly List<Stream> held = [];

    internal ReadMail(MimeHeader header) => Header = header;

    public MimeHeader Header { get; }

    public string? MessageId => Header["Message-ID"] is { Length: > 0 and <= 900 } id ? id.Trim() : null;

    public string? Subject => Header.Text("Subject");

    public MailAddress? From => MailAddress.First(Header["From"]) ?? MailAddress.First(Header["Sender"]);

    /// <summary>Where an answer goes.</summary>
    public MailAddress? ReplyTo => MailAddress.First(Header["Reply-To"]) ?? From;

    public DateTimeOffset? Date => MailDate.Read(Header["Date"]);

    /// <summary>What the sender wrote, up to a million characters; null when there is only a page.</summary>
    public string? Text { get; internal set; }

    public List<MailPiece> Pieces { get; } = [];

    public List<MailSignature> Signatures { get; } = [];

    /// <summary>Codes of everything that is wrong with the message and its parts.</summary>
    public SortedSet<string> Oddities { get; } = new(StringComparer.Ordinal);

    /// <summary>Why nobody can read it as it is: <c>encrypted</c>, <c>partial</c>, <c>too-many-parts</c>; null when it can be read.</summary>
    public string? Unreadable { get; internal set; }

    internal Stream Hold(Stream stream)
    {
        held.Add(stream);
        return stream;
    }

    public void Dispose()
    {
        foreach (var stream in held) stream.Dispose();
    }
}

namespace Virtuos.Kernel.Mime;

internal enum MimePartKind
{
    /// <summary>Bytes of one kind, maybe encoded.</summary>
    Leaf,
    Multipart,

    /// <summary>A message within the message; its header begins at <see cref="MimePart.Start"/>.</summary>
    Message,

    /// <summary>What stands before the first boundary of a multipart, where most programs do not look.</summary>
    Preamble,

    /// <summary>What stands behind the last one.</summary>
    Epilogue,
}

/// <summary>One part of a message by its place in the bytes; places count from the beginning of the message.</summary>
internal sealed class MimePart
{
    /// <summary>As IMAP counts: "1", "2.1".</summary>
    public required string Place { get; init; }

    public MimePart? Parent { get; init; }

    public required MimePartKind Kind { get; set; }

    public required MimeHeader Header { get; init; }

    /// <summary>In lower case, such as text/plain.</summary>
    public required string Type { get; set; }

    /// <summary>Every reading of how it is encoded, the likeliest first; never empty.</summary>
    public required IReadOnlyList<TransferEncoding> Encodings { get; init; }

    public required long HeaderStart { get; init; }

    public required long Start { get; init; }

    /// <summary>Behind the last byte; the line end before a boundary belongs to the boundary.</summary>
    public long End { get; set; }

    /// <summary>Programs differ in whether they show it at all.</summary>
    public bool Hidden { get; init; }

    /// <summary>Codes of what is wrong with it.</summary>
    public HashSet<string> Oddities { get; } = [];

    public IEnumerable<MimePart> Above
    {
        get
        {
            for (var part = Parent; part is not null; part = part.Parent) yield return part;
        }
    }
}

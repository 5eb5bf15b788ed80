namespace Virtuos.Kernel.Paper;

/// <summary>A letter, receipt or form as meaning, not looks: the one source of its HTML, e-mail and PDF.</summary>
public sealed record PaperDocument
{
    /// <summary>What the paper is about; shown as its main heading and in the window title.</summary>
    public required string Title { get; init; }

    /// <summary>BCP 47 tag such as <c>cs</c>, <c>de-DE</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The moment written into the file; the same document gives the same bytes.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The office that answers for the content.</summary>
    public string Author { get; init; } = "";

    public string? Subject { get; init; }

    /// <summary>False when the first block says the title itself.</summary>
    public bool TitleShown { get; init; } = true;

    public Letterhead? Letterhead { get; init; }

    public Recipient? Recipient { get; init; }

    /// <summary>Reference lines beside the address, for example "Naše č. j.", "Vyřizuje", "Datum".</summary>
    public IReadOnlyList<Entry> References { get; init; } = [];

    public IReadOnlyList<Block> Blocks { get; init; } = [];

    /// <summary>Printed at the foot of every page.</summary>
    public string? ReferenceNumber { get; init; }

    /// <summary>A short line at the foot of every page, for example where the paper can be verified.</summary>
    public string? FootNote { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <summary>Who writes: the office, its unit and lines of address and contact.</summary>
public sealed record Letterhead(string Office, string? Unit = null)
{
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>To whom: up to seven lines placed so that they show in the window of a DL envelope (ČSN 01 6910: right).</summary>
public sealed record Recipient(IReadOnlyList<string> Lines, AddressSide Side = AddressSide.Right)
{
    /// <summary>A line above the address such as "Doporučeně" or "Do vlastních rukou".</summary>
    public string? Handling { get; init; }
}

/// <summary>On which side of the sheet the window of the envelope is.</summary>
public enum AddressSide
{
    Right,
    Left,
}

/// <summary>A label and its value.</summary>
public sealed record Entry(string Label, RichText Value);

/// <summary>A file carried inside the PDF (ISO 19005-3, 6.8).</summary>
public sealed record Attachment(string Name, string MimeType, ReadOnlyMemory<byte> Content, DateTimeOffset Modified)
{
    public string Description { get; init; } = "";

    public AttachmentRelation Relation { get; init; } = AttachmentRelation.Unspecified;
}

/// <summary>What an embedded file is to the paper (AFRelationship).</summary>
public enum AttachmentRelation
{
    Unspecified,
    Source,
    Data,
    Alternative,
    Supplement,
}

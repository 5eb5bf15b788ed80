namespace Virtuos.Kernel.Paper;

/// <summary>One of the closed set of things a paper can hold.</summary>
public abstract record Block
{
    private protected Block()
    {
    }
}

/// <summary>A heading inside the paper, level 1 to 3 below the title.</summary>
public sealed record Heading(string Text, int Level = 1) : Block;

public sealed record Paragraph(RichText Text) : Block
{
    /// <summary>Smaller and grey, for instructions and legal notes.</summary>
    public bool Small { get; init; }
}

/// <summary>A bulleted or numbered list.</summary>
public sealed record ItemList(IReadOnlyList<ListItem> Items, bool Numbered = false) : Block;

/// <summary>An item, possibly with a list inside.</summary>
public sealed record ListItem(RichText Text)
{
    public ItemList? Inner { get; init; }

    public static implicit operator ListItem(string text) => new((RichText)text);
}

/// <summary>Labels with their values, one under another.</summary>
public sealed record Summary(IReadOnlyList<Entry> Entries) : Block;

/// <summary>A table whose header repeats on every page and whose rows are not cut.</summary>
public sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<RichText>> Rows) : Block
{
    public string? Caption { get; init; }

    /// <summary>The first cell of each row names the row.</summary>
    public bool RowHeaders { get; init; }

    /// <summary>The last row is a sum and stands out.</summary>
    public bool ClosingRow { get; init; }
}

/// <summary>A column of a table.</summary>
public sealed record Column(string Header, Alignment Alignment = Alignment.Start)
{
    /// <summary>Share of the width against the other columns; null when content decides.</summary>
    public double? Weight { get; init; }
}

public enum Alignment
{
    Start,
    Centre,
    End,
}

/// <summary>A horizontal line between parts.</summary>
public sealed record Rule : Block;

/// <summary>White space of a height in millimetres.</summary>
public sealed record Space(double Millimetres = 5) : Block;

public sealed record PageBreak : Block;

/// <summary>A QR code with the sentence that replaces it for those who do not see it.</summary>
public sealed record QrCode(string Content, string Alternative) : Block
{
    /// <summary>Width and height in millimetres, quiet zone included.</summary>
    public double Size { get; init; } = 30;

    /// <summary>Words beside the code.</summary>
    public RichText Caption { get; init; } = RichText.Empty;
}

/// <summary>A Code 128 barcode of printable ASCII characters.</summary>
public sealed record Barcode(string Content, string Alternative) : Block
{
    /// <summary>Height of bars in millimetres.</summary>
    public double Height { get; init; } = 12;

    public bool ContentShown { get; init; } = true;
}

/// <summary>The place of a hand-written signature: a line, the name and the position below it.</summary>
public sealed record SignatureBox(string Name, string? Position = null) : Block
{
    /// <summary>Words left of the signature, for example "otisk úředního razítka".</summary>
    public string? Stamp { get; init; }
}

/// <summary>The visible place of the electronic seal; without it the seal is invisible.</summary>
public sealed record SealBox(IReadOnlyList<string> Lines) : Block;

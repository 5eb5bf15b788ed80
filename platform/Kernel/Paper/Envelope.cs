namespace Virtuos.Kernel.Paper;

/// <summary>One letter for the post as its envelope says it: who sends it, to whom, and what the post is to do with it.</summary>
public sealed record Envelope
{
    /// <summary>Up to five lines.</summary>
    public required IReadOnlyList<string> Sender { get; init; }

    /// <summary>Up to six lines.</summary>
    public required IReadOnlyList<string> Recipient { get; init; }

    /// <summary>What the addressee sees it is about: the reference number, perhaps the file mark.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What the post is to do, such as "Doporučeně, do vlastních rukou"; empty for a plain letter.</summary>
    public string Handling { get; init; } = "";

    public EnvelopeStripe Stripe { get; init; }

    /// <summary>How the post is to deliver it, in sentences.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>With it a delivery note is printed on a sheet of its own; its labels and, where they are, values.</summary>
    public IReadOnlyList<Entry> Receipt { get; init; } = [];

    public string ReceiptTitle { get; init; } = "";
}

/// <summary>The stripe by which the post and the addressee tell the way of delivery.</summary>
public enum EnvelopeStripe
{
    None,
    Blue,
    Red,
}

/// <summary>On what addresses are printed.</summary>
public enum EnvelopeSize
{
    /// <summary>229 × 162 mm.</summary>
    C5,

    /// <summary>220 × 110 mm.</summary>
    DL,

    /// <summary>A4 with 24 labels of 70 × 37 mm, for envelopes of any size.</summary>
    Labels,
}

/// <summary>Envelopes of one size in their order.</summary>
public sealed record EnvelopeBatch(string Title, string Language, DateTimeOffset Created, string Author, EnvelopeSize Size, IReadOnlyList<Envelope> Envelopes);

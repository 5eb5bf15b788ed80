using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>How the post is asked to deliver: what stands on the envelope.</summary>
internal sealed class PostalService
{
    /// <summary><c>plain</c>, <c>registered</c>, <c>receipt</c>, <c>own-hands</c> or <c>only-addressee</c>.</summary>
    public string Code { get; set; } = "";

    /// <summary>Kinds of documents for which it is proposed.</summary>
    public List<string> For { get; set; } = [];

    /// <summary>Has a number of the post and stands on the posting sheet by it (doporučeně).</summary>
    public bool Registered { get; set; }

    /// <summary>Comes back with a delivery note (dodejka).</summary>
    public bool Receipt { get; set; }

    /// <summary><c>blue</c> or <c>red</c>.</summary>
    public string? Stripe { get; set; }

    /// <summary>For so many days it lies at the post.</summary>
    public int? KeepDays { get; set; }

    /// <summary>Put into the addressee's letter box when nobody came for it (§ 23 (4) of act 500/2004).</summary>
    public bool IntoBox { get; set; }

    public EnvelopeStripe Colour => Stripe switch { "blue" => EnvelopeStripe.Blue, "red" => EnvelopeStripe.Red, _ => EnvelopeStripe.None };

    public string TextKey => $"records.postal.{Code}";
}

/// <summary>The services of the post in force from a day.</summary>
internal sealed class PostalLaw
{
    public DateOnly From { get; set; }

    public string Source { get; set; } = "";

    public List<PostalService> Services { get; set; } = [];

    public PostalService? Find(string? code) => Services.Find(s => s.Code == code);

    /// <summary>The usual one of a kind of document.</summary>
    public PostalService For(OwnKind kind) => Services.Find(s => s.For.Contains(kind.ToString().ToLowerInvariant())) ?? Services[0];
}

/// <summary>The services of the post as the program came with them; read once.</summary>
internal sealed class PostalServices
{
    private readonly List<PostalLaw> laws = [.. LawFiles.Read<List<PostalLaw>>("postal").OrderBy(l => l.From)];

    public PostalLaw On(DateOnly day) => laws.FindLast(l => l.From <= day) ?? laws[0];
}

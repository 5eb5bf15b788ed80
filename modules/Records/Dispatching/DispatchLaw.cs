namespace Virtuos.Records;

/// <summary>The ways out in the order of the law, in force from a day.</summary>
internal sealed class DispatchLaw
{
    /// <summary>First day of documents that it governs.</summary>
    public DateOnly From { get; set; }

    /// <summary>The paragraphs, in Czech.</summary>
    public string Source { get; set; } = "";

    /// <summary>Kinds of documents that go into the addressee's own hands: <c>decision</c>, <c>answer</c>.</summary>
    public List<string> OwnHands { get; set; } = [];

    public List<WayOut> Ways { get; set; } = [];

    public bool IsIntoOwnHands(OwnKind kind) => OwnHands.Contains(kind.ToString().ToLowerInvariant());

    public WayOut Way(ConsignmentChannel channel) => Ways.First(w => w.Of == channel);
}

/// <summary>One way out: what it needs and what becomes of what nobody takes.</summary>
internal sealed class WayOut
{
    /// <summary><c>data-box</c>, <c>electronic</c> (the portal), <c>e-mail</c>, <c>post</c> or <c>board</c>.</summary>
    public string Channel { get; set; } = "";

    /// <summary><c>box</c>, <c>portal</c>, <c>email</c>, <c>address</c>, or nothing.</summary>
    public string? Needs { get; set; }

    /// <summary>Code of the deadline after which it counts as delivered; null where there is none.</summary>
    public string? Fiction { get; set; }

    /// <summary>Code of the deadline in which the addressee must confirm it, or another way is taken.</summary>
    public string? Confirm { get; set; }

    /// <summary>Taken only when somebody decides so.</summary>
    public bool ByHand { get; set; }

    /// <summary>The paragraphs, in Czech.</summary>
    public string Law { get; set; } = "";

    public ConsignmentChannel Of => Read(Channel)!.Value;

    public static ConsignmentChannel? Read(string? code) => code switch
    {
        "data-box" => ConsignmentChannel.DataBox,
        "electronic" => ConsignmentChannel.Electronic,
        "e-mail" => ConsignmentChannel.Email,
        "post" => ConsignmentChannel.Post,
        "board" => ConsignmentChannel.Board,
        _ => null,
    };
}

/// <summary>The ways out as the program came with them; read once and checked when read.</summary>
internal sealed class DispatchRules
{
    private readonly List<DispatchLaw> laws;

    public DispatchRules()
    {
        laws = [.. LawFiles.Read<List<DispatchLaw>>("dispatch").OrderBy(l => l.From)];
        foreach (var law in laws)
            if (law.Ways.Select(w => WayOut.Read(w.Channel)).Distinct().Count() != Enum.GetValues<ConsignmentChannel>().Length || law.Ways.Exists(w => w.Law == ""))
                throw new InvalidDataException($"dispatch.yaml from {law.From:yyyy-MM-dd}: every way stands there once, with its paragraph.");
    }

    public DispatchLaw On(DateOnly day) => laws.FindLast(l => l.From <= day) ?? laws[0];
}

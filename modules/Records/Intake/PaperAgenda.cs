namespace Virtuos.Records;

/// <summary>A kind of paper as the counter sorts it: who is competent, where it will be filed, what deadline it starts.</summary>
internal sealed record PaperAgenda(string Code, string FilingMark, string DeadlineRule)
{
    /// <summary>The agendas of a municipality, the commonest first.</summary>
    public static readonly PaperAgenda[] All =
    [
        new("general", "51.2", "decision"),
        new("local-fees", "104.1", "decision"),
        new("roads", "280.4", "decision"),
        new("information", "51.4", "information-request"),
        new("complaints", "51.3", "complaint"),
    ];

    public string TextKey => $"records.agenda.{Code}";
}

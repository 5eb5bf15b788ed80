using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>How states of bulk acts are said and coloured.</summary>
internal static class SeriesLook
{
    public static string TextKey(Series series) => series.StoppedAt is not null && series.IsAtWork ? "records.series.state.stopped" : $"records.series.state.{Kernel.Database.Naming.Snake(series.State.ToString()).Replace('_', '-')}";

    public static Tone Tone(Series series) => series switch
    {
        { IsAtWork: true, StoppedAt: not null } => Ui.Tone.Bad,
        { State: SeriesState.Done } => Ui.Tone.Good,
        { State: SeriesState.Returned or SeriesState.ForApproval or SeriesState.Made } => Ui.Tone.Warn,
        _ => Ui.Tone.Info,
    };

    public static Tone Tone(SeriesRowState state) => state switch
    {
        SeriesRowState.Faulty or SeriesRowState.Refused => Ui.Tone.Bad,
        SeriesRowState.Dispatched => Ui.Tone.Good,
        SeriesRowState.Undone => Ui.Tone.Warn,
        _ => Ui.Tone.Info,
    };
}

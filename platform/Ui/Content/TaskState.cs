namespace Virtuos.Ui;

/// <summary>How far a part of a procedure is.</summary>
public enum TaskState
{
    NotStarted,
    InProgress,
    Done,

    /// <summary>Waits for another part; no link.</summary>
    CannotStart,
}

namespace Virtuos.Journeys.Tests;
public class Placeholder { [Fact] public void Stands() { } }

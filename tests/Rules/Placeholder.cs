namespace Virtuos.Rules.Tests;
public class Placeholder { [Fact] public void Stands() { } }

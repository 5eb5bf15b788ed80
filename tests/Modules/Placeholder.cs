namespace Virtuos.Modules.Tests;
public class Placeholder { [Fact] public void Stands() { } }

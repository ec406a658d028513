namespace Lumen.Queries;

/// <summary>
/// How a condition compares. Whatever the operator, a condition holds where the field has a value for which it holds: where the field is
/// absent it does not hold, and of several values (a key that repeats, several events) any one is enough.
/// </summary>
public enum ConditionOperator
{
    /// <summary>The field has a value, an empty one too.</summary>
    Exists = 0,

    /// <summary>The printed value is this text.</summary>
    Equal,

    /// <summary>The printed value is another text.</summary>
    NotEqual,

    /// <summary>The printed value is one of these texts.</summary>
    OneOf,

    /// <summary>The printed value begins with this text.</summary>
    Prefix,

    /// <summary>The value is a number below this one.</summary>
    Less,

    /// <summary>The value is a number, at most this one.</summary>
    LessOrEqual,

    /// <summary>The value is a number above this one.</summary>
    Greater,

    /// <summary>The value is a number, at least this one.</summary>
    GreaterOrEqual,
}

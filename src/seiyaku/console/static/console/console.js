/* Nothing here yet is needed to work: every page is whole without it. */
